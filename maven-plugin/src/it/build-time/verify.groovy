// Runs the built classes with plain java: without the agent, and with it.

String artifact(String name) {
    return "${localRepositoryPath}/dev/weft/${name}/${weftVersion}/${name}-${weftVersion}.jar"
}

String run(List<String> options) {
    def java = "${System.getProperty('java.home')}/bin/java".toString()
    def path = "${basedir}/target/build-time-1.jar${File.pathSeparator}${artifact('weft-runtime')}".toString()
    def command = [java, '-Dweft.pinned=fail'] + options + ['-cp', path, 'app.Main']
    def process = new ProcessBuilder(command).redirectErrorStream(true).start()
    def output = process.inputStream.text
    assert process.waitFor() == 0 : "${command}:\n${output}"
    return output.trim()
}

assert run([]) == 'sum 999000'
assert run(['-Dweft.scheduler.parallelism=1']) == 'sum 999000'

def report = new File(basedir, 'agent.txt')
assert run(["-javaagent:${artifact('weft-agent')}=include=app.unmarked.**,report=${report}".toString()]) == 'sum 999000'
assert report.text.startsWith('total: 0 classes instrumented') : report.text

// The first build instrumented, the second found nothing to do.
def log = new File(basedir, 'build.log').text
assert log.count('Weft: 2 classes instrumented') == 1 : log
assert log.count('Weft: 0 classes instrumented') == 1 : log
assert log.count('Weft would instrument: 2 classes instrumented') == 1 : log
assert log.count('Weft: no class is wrong') == 1 : log
return true

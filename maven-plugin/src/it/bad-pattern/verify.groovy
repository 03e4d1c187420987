assert new File(basedir, 'build.log').text.contains("'app.*.Main' names no classes: write com.acme.**")
return true

package app;

public final class Main {
    private Main() {}
}

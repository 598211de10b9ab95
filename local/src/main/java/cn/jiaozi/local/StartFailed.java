package cn.jiaozi.local;

/// The suite cannot start; the message says what to do.
public final class StartFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartFailed(String message) {
        super(message);
    }
}

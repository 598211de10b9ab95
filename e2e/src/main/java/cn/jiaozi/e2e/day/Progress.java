package cn.jiaozi.e2e.day;

/// How far a step is.
///
/// @param text for people
record Progress(State state, String text) {
    enum State {
        DONE,
        /// Goes on by itself.
        UNDER_WAY,
        /// Waits for somebody, who need not come today.
        WAITS
    }

    static Progress done(String text) {
        return new Progress(State.DONE, text);
    }

    static Progress underWay(String text) {
        return new Progress(State.UNDER_WAY, text);
    }

    static Progress waits(String text) {
        return new Progress(State.WAITS, text);
    }
}

package cn.jiaozi.sdk.bill;

/// Ends a proof at its first flaw.
final class Flawed extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Flaw flaw;

    Flawed(Flaw.Kind kind, String text) {
        super(text);
        this.flaw = Flaw.of(kind, text);
    }

    Flaw flaw() {
        return flaw;
    }
}

package cn.jiaozi.sdk.qr;

import java.io.Serial;

/// A text that is no code of ours, or a value that would make none. The message repeats nothing of the text: a payment
/// code is a secret.
public final class MalformedCode extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String field;
    private final Fault fault;

    /// What is wrong with the field.
    public enum Fault {
        MISSING("is missing"),
        MALFORMED("has not the form or the value that is expected"),
        UNEXPECTED("must not be there"),
        DUPLICATED("is there twice"),
        LENGTH("has another length than it says or may have"),
        TRAILING("is followed by something"),
        CHECKSUM("does not match: the text was misread or altered"),
        /// A sound code of somebody else.
        UNKNOWN_SCHEME("names another scheme");

        private final String text;

        Fault(String text) {
            this.text = text;
        }
    }

    MalformedCode(String field, Fault fault) {
        super(field + " " + fault.text);
        this.field = field;
        this.fault = fault;
    }

    /// Where: the EMV tags on the way to it (`54`, `26/01`; `26/??` where no tag can be read), `text` for all of it,
    /// or `payment code`.
    public String field() {
        return field;
    }

    public Fault fault() {
        return fault;
    }
}

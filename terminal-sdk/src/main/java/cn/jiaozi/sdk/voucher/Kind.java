package cn.jiaozi.sdk.voucher;

/// What a message is: tag 01 of each. The second digit is its version, or which of two messages it is.
public enum Kind {
    VOUCHER(0x11),
    PAYMENT_REQUEST(0x21),
    LOAD_ORDER(0x31),
    SYNC_RECEIPT(0x41),
    STATEMENT(0x51),
    REVOCATION_LIST(0x61),
    REVOCATION_DELTA(0x62),
    BATCH(0x71);

    private static final int TAG = 0x01;

    private final int number;

    Kind(int number) {
        this.number = number;
    }

    public Tlv.Writer begin() {
        return new Tlv.Writer().u8(TAG, number);
    }

    /// Throws [IllegalArgumentException] for another message.
    public Tlv.Reader begin(byte[] bytes) {
        var reader = new Tlv.Reader(bytes);
        reader.require(reader.u8(TAG, 0xff) == number, TAG, "says that it is another message than " + this);
        return reader;
    }
}

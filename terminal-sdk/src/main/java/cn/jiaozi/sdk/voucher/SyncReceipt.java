package cn.jiaozi.sdk.voucher;

/// The bank's word to a chip that it has all its vouchers up to a counter: what was paid with them no longer
/// counts against the limits between two visits, and the chip need not remember them.
public record SyncReceipt(String purse, int load, int counter) implements Signable {
    @Override
    public byte[] encoded() {
        return Kind.SYNC_RECEIPT
                .begin()
                .ascii(0x02, purse)
                .u32(0x03, load)
                .u32(0x04, counter)
                .written();
    }

    public static SyncReceipt read(byte[] bytes) {
        var reader = Kind.SYNC_RECEIPT.begin(bytes);
        var purse = reader.ascii(0x02, Party.LENGTH, Party.ANY);
        reader.require(Party.isPurse(purse), 0x02, "is not a purse");
        var receipt = new SyncReceipt(purse, reader.u32(0x03), reader.u32(0x04));
        reader.end();
        return receipt;
    }

    public static Signed<SyncReceipt> readSigned(byte[] bytes) {
        return Signed.read(bytes, SyncReceipt::read);
    }
}

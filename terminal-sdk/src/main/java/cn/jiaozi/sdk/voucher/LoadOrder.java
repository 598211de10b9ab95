package cn.jiaozi.sdk.voucher;

import cn.jiaozi.sdk.receipt.Hash;
import java.time.Instant;

/// The bank's order to a chip to hold money (充值指令), given once the ledger has moved it into the reserve of this
/// purse and load. It fits one state of one chip: the load before is closed, and nothing has been paid since.
///
/// @param load      its number: one more than the chip's
/// @param amountFen what the purse holds from now on
/// @param counter   of the chip's last debit
/// @param head      hash of that debit; zero when there was none
/// @param at        when the bank gave it, whole seconds
public record LoadOrder(String purse, int load, long amountFen, int counter, Hash head, Limits limits, Instant at)
        implements Signable {
    @Override
    public byte[] encoded() {
        var writer = Kind.LOAD_ORDER
                .begin()
                .ascii(0x02, purse)
                .u32(0x03, load)
                .u64(0x04, amountFen)
                .u32(0x05, counter)
                .octets(0x06, head.bytes())
                .u64(0x07, at.getEpochSecond());
        return limits.into(writer).written();
    }

    public static LoadOrder read(byte[] bytes) {
        var reader = Kind.LOAD_ORDER.begin(bytes);
        var purse = reader.ascii(0x02, Party.LENGTH, Party.ANY);
        reader.require(Party.isPurse(purse), 0x02, "is not a purse");
        int load = reader.u32(0x03);
        reader.require(load > 0, 0x03, "is not a positive number");
        long amountFen = reader.u64(0x04);
        int counter = reader.u32(0x05);
        var head = Hash.of(reader.octets(0x06, Hash.LENGTH));
        var at = reader.seconds(0x07);
        var order = new LoadOrder(purse, load, amountFen, counter, head, Limits.from(reader), at);
        reader.end();
        return order;
    }

    public static Signed<LoadOrder> readSigned(byte[] bytes) {
        return Signed.read(bytes, LoadOrder::read);
    }
}

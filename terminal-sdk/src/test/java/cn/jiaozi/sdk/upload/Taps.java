package cn.jiaozi.sdk.upload;

import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Certified;
import cn.jiaozi.sdk.certificate.Certified.Holder;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Party;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Purses that have paid at one till, without a network.
final class Taps {
    static final Instant AT = Certified.START.plusSeconds(86_400);

    final Certified certified = new Certified();
    final Holder till = certified.holder(CertificateRole.TERMINAL, Party.terminal("00000001"));
    final Holder purse = purse('A');

    private final Random random = new Random(3);

    Holder purse(char name) {
        return certified.holder(CertificateRole.PURSE, "P00000000000000" + name);
    }

    Voucher voucher(Holder payer, int counter, long amountFen) {
        return Voucher.acknowledgedBy(till.key(), Signed.by(payer.key(), debit(payer, counter, amountFen)));
    }

    /// Signed by nobody, where a signature would only take time.
    Voucher unsigned(Holder payer, int counter) {
        var signature = Octets.random(64, random);
        return new Voucher(new Signed<>(debit(payer, counter, 1), signature), Optional.of(Octets.random(64, random)));
    }

    Batch batch(int vouchers) {
        return Batch.of(till.key(), till.chain(), items(vouchers), AT);
    }

    List<Batch.Item> items(int vouchers) {
        return IntStream.rangeClosed(1, vouchers)
                .mapToObj(counter -> Batch.Item.of(unsigned(purse, counter), purse.chain()))
                .toList();
    }

    private Debit debit(Holder payer, int counter, long amountFen) {
        return new Debit(
                payer.certificate().subject(),
                payer.certificate().serial(),
                1,
                counter,
                counter == 1 ? Hash.ZERO : Hash.sm3(new byte[] {(byte) counter}),
                amountFen,
                100_00,
                till.certificate().subject(),
                till.certificate().serial(),
                Octets.random(16, random),
                AT,
                1,
                1,
                false,
                false,
                0);
    }
}

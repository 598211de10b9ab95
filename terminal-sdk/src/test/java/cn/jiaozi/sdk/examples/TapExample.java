package cn.jiaozi.sdk.examples;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.client.JiaoziClient;
import cn.jiaozi.sdk.client.Reply;
import cn.jiaozi.sdk.element.Power;
import cn.jiaozi.sdk.element.SecureElement;
import cn.jiaozi.sdk.element.SoftElement;
import cn.jiaozi.sdk.file.FileMemory;
import cn.jiaozi.sdk.file.FileShelf;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.revocation.Revocations;
import cn.jiaozi.sdk.tap.Acknowledgement;
import cn.jiaozi.sdk.tap.Offer;
import cn.jiaozi.sdk.tap.Payee;
import cn.jiaozi.sdk.tap.PayeeLimits;
import cn.jiaozi.sdk.tap.Payment;
import cn.jiaozi.sdk.tap.Shelf;
import cn.jiaozi.sdk.tap.Taken;
import cn.jiaozi.sdk.upload.Batch;
import cn.jiaozi.sdk.upload.Upload;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

final class TapExample {
    private TapExample() {}

    static Payee till(SigningKey key, Certificate root, Certificate certificate, Certificate operator, Path folder) {
        var trust = new Trust(root);
        var chain = new Chain(certificate, operator);
        var shelf = new FileShelf(folder);
        return new Payee(key, chain, trust, PayeeLimits.DEFAULT, shelf, InstantSource.system(), new SecureRandom());
    }

    static RevocationList list(byte[] signedList, Chain signatory, Trust trust) {
        return Revocations.believed(signedList, signatory, trust);
    }

    static SecureElement chip(SigningKey key, Trust trust, Chain chain, Path folder) {
        var chip = new SoftElement(key, trust, new FileMemory(folder), new SecureRandom());
        chip.personalise(chain);
        return chip;
    }

    static void load(SecureElement chip, byte[] order, Chain signatory) {
        chip.load(LoadOrder.readSigned(order), signatory);
    }

    static void tap(Payee till, SecureElement chip, RevocationList revocations) {
        Offer offer = till.ask(12_30, revocations);
        try (var session = chip.open(Power.OWN)) {
            Payment payment = session.pay(offer, Optional.empty());
            Acknowledgement acknowledgement = till.accept(payment, revocations);
            session.acknowledged(acknowledgement, offer.payee());
        }
    }

    static void retap(Payee till, SecureElement chip, RevocationList revocations) {
        for (var kept : chip.kept()) {
            if (kept.acknowledgement().isEmpty()) {
                try (var session = chip.open(Power.OWN)) {
                    Payment payment = session.again(kept.voucher().hash());
                    session.acknowledged(till.accept(payment, revocations), till.chain());
                }
            }
        }
    }

    static Reply upload(JiaoziClient client, SigningKey key, Chain chain, Shelf shelf, String id) {
        var taken = shelf.unsent();
        var items = taken.stream()
                .map(each -> Batch.Item.of(each.voucher(), each.payer()))
                .toList();
        Reply reply = new Upload(client).send(id, Batch.of(key, chain, items, Instant.now()));
        if (reply.problem().isEmpty()) {
            shelf.sent(taken.stream().map(Taken::hash).toList());
        }
        return reply;
    }

    static Signed<Statement> close(SecureElement chip, byte[] challenge) {
        return chip.close(Octets.of(challenge));
    }
}

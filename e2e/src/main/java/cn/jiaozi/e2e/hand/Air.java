package cn.jiaozi.e2e.hand;

import cn.jiaozi.sdk.tap.Acknowledgement;
import cn.jiaozi.sdk.tap.Offer;
import cn.jiaozi.sdk.tap.Payment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What lies between a till and a card that are held together: the messages of a tap, each a file. Who leaves one lying
/// has torn the tap. Whoever speaks is answered anew: what was said to the words before is gone.
final class Air {
    private final Path folder;

    Air(Path hand) {
        this.folder = hand.resolve("air");
    }

    Path offer() {
        return folder.resolve("offer");
    }

    Path payment() {
        return folder.resolve("payment");
    }

    Path acknowledgement() {
        return folder.resolve("acknowledgement");
    }

    void send(Offer offer) {
        forget(payment());
        forget(acknowledgement());
        write(offer(), offer.encoded());
    }

    void send(Payment payment) {
        forget(acknowledgement());
        write(payment(), payment.encoded());
    }

    void send(Acknowledgement acknowledgement) {
        write(acknowledgement(), acknowledgement.encoded());
    }

    Offer heardOffer() {
        return Offer.read(heard(offer()));
    }

    Payment heardPayment() {
        return Payment.read(heard(payment()));
    }

    Acknowledgement heardAcknowledgement() {
        return Acknowledgement.read(heard(acknowledgement()));
    }

    private byte[] heard(Path file) {
        try {
            if (Files.notExists(file)) {
                throw NotDone.usage("Nothing is heard on the air: there is no " + file + ". 未收到对方消息");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

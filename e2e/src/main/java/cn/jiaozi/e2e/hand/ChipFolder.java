package cn.jiaozi.e2e.hand;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.element.SoftElement;
import cn.jiaozi.sdk.file.FileMemory;
import cn.jiaozi.sdk.key.SigningKey;
import java.security.SecureRandom;

/// The folder of a phone's chip: its key, its memory, and which root it believes.
final class ChipFolder {
    private final Drawer drawer;

    /// @param root PEM of the certificate that came with the chip
    record Papers(String purseId, String root) {}

    ChipFolder(Drawer phone) {
        this.drawer = phone.inner("card");
    }

    void make(SigningKey key, String purseId, Certificate root) {
        drawer.keep(key);
        drawer.keep(new Papers(purseId, root.pem()));
    }

    /// Whether there is a chip with a certificate, whose key must not be lost.
    boolean isIssued() {
        return new FileMemory(drawer.folder()).read().isPresent();
    }

    SoftElement element() {
        var trust = trust();
        return new SoftElement(drawer.key(), trust, new FileMemory(drawer.folder()), new SecureRandom());
    }

    Trust trust() {
        return new Trust(Certificate.ofPem(papers().root()));
    }

    SigningKey key() {
        return drawer.key();
    }

    String purseId() {
        return papers().purseId();
    }

    String self() {
        return "/v1/purses/" + purseId();
    }

    private Papers papers() {
        return drawer.papers(Papers.class)
                .orElseThrow(() -> NotDone.usage("There is no card yet; get one: ./jiaozi app card issue"));
    }
}

package cn.jiaozi.sdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Certified;
import cn.jiaozi.sdk.element.Purse;
import cn.jiaozi.sdk.file.FileShelf;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.sdk.voucher.Signed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final Path PAGE = Path.of("../docs/terminal-sdk.md");
    private static final Path EXAMPLE = Path.of("src/test/java/cn/jiaozi/sdk/examples/TapExample.java");
    private static final Pattern BLOCK = Pattern.compile("<!-- TapExample -->\n```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder = Path.of("unset");

    /// What the page shows is what is compiled here, line by line, comments aside.
    @Test
    void areThoseOfThePage() throws IOException {
        var source = Files.readString(EXAMPLE).lines().map(String::strip).toList();
        var blocks = BLOCK.matcher(Files.readString(PAGE)).results().toList();

        assertThat(blocks).hasSize(4);
        blocks.stream()
                .flatMap(block -> block.group(1).lines())
                .map(line -> line.replaceFirst("//.*", "").strip())
                .filter(line -> !line.isEmpty())
                .forEach(line -> assertThat(source).contains(line));
    }

    @Test
    void payByATap() throws IOException {
        var certified = new Certified();
        var purse = certified.holder(CertificateRole.PURSE, Purse.ID);
        var till = certified.holder(CertificateRole.TERMINAL, Purse.TILL);
        var signatory = certified.holder(CertificateRole.SIGNATORY, "Signatory 1");
        var now = Instant.now();
        var signed = Signed.by(signatory.key(), RevocationList.of(1, now, List.of()));
        var order =
                Signed.by(signatory.key(), new LoadOrder(Purse.ID, 1, 50_00, 0, Hash.ZERO, Purse.LIMITS, Purse.NOW));

        var trust = certified.trust();
        var shelf = Files.createDirectory(folder.resolve("till"));
        var payee = TapExample.till(
                till.key(), trust.root(), till.certificate(), till.chain().operator(), shelf);
        var list = TapExample.list(signed.encoded(), signatory.chain(), trust);
        var chip = TapExample.chip(purse.key(), trust, purse.chain(), Files.createDirectory(folder.resolve("chip")));
        TapExample.load(chip, order.encoded(), signatory.chain());
        TapExample.tap(payee, chip, list);
        TapExample.retap(payee, chip, list);

        assertThat(chip.display().balanceFen()).isEqualTo(37_70);
        assertThat(chip.display().unacknowledged()).isZero();
        assertThat(new FileShelf(shelf).unsent()).hasSize(1);
        assertThat(TapExample.close(chip, new byte[16]).content().balanceFen()).isEqualTo(37_70);
    }
}

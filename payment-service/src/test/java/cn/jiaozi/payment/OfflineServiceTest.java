package cn.jiaozi.payment;

import cn.jiaozi.sdk.certificate.Certificate;
import java.util.Base64;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/// The whole service with a root that it believes, and little patience; one context for all.
@ImpatientServiceTest
@TestPropertySource(
        properties = {
            "jiaozi.voucher.patience=4s",
            "jiaozi.voucher.sweep-every=200ms",
            "jiaozi.voucher.look-again-after=300ms",
            "jiaozi.voucher.ask-again-after=2s"
        })
public abstract class OfflineServiceTest {
    @DynamicPropertySource
    static void authority(DynamicPropertyRegistry registry) {
        registry.add("jiaozi.offline.root", () -> der(Offline.ROOT.certificate()));
        registry.add(
                "jiaozi.offline.operator", () -> der(Offline.SIGNATORY.chain().operator()));
        registry.add(
                "jiaozi.offline.signatory", () -> der(Offline.SIGNATORY.chain().holder()));
        registry.add(
                "jiaozi.offline.signatory-key", () -> Offline.SIGNATORY.key().encoded());
    }

    private static String der(Certificate certificate) {
        return Base64.getEncoder().encodeToString(certificate.der().bytes());
    }
}

package cn.jiaozi.payment;

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
        registry.add("jiaozi.offline.root", () -> Offline.ROOT.certificate().encoded());
        registry.add(
                "jiaozi.offline.operator",
                () -> Offline.SIGNATORY.chain().operator().encoded());
        registry.add(
                "jiaozi.offline.signatory",
                () -> Offline.SIGNATORY.chain().holder().encoded());
        registry.add(
                "jiaozi.offline.signatory-key", () -> Offline.SIGNATORY.key().encoded());
    }
}

package cn.jiaozi.merchant.outlet;

import cn.jiaozi.chassis.Act;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.Optional;

/// A device that takes payments, bound by its serial number to one store and one location (受理终端).
record Terminal(String terminalId, String merchantNo, String storeNo, String actId, Content content, Instant boundAt)
        implements Act {
    enum Kind {
        POS,
        QR_BOX,
        KIOSK,
        SOFTPOS
    }

    /// What the merchant or an operator says about a terminal.
    record Content(
            @Pattern(regexp = "[0-9A-Za-z-]{4,32}") String serialNumber,
            Kind kind,
            @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,200}") String location) {
        /// JSON pointer to the first field that differs.
        Optional<String> difference(Content other) {
            if (!serialNumber.equals(other.serialNumber)) {
                return Optional.of("/serialNumber");
            }
            if (kind != other.kind) {
                return Optional.of("/kind");
            }
            return location.equals(other.location) ? Optional.empty() : Optional.of("/location");
        }
    }

    record View(
            String id,
            String terminalId,
            String merchantNo,
            String storeNo,
            String serialNumber,
            Kind kind,
            String location,
            Instant boundAt) {}

    @Override
    public String actKey() {
        return "terminal:" + terminalId;
    }

    @Override
    public boolean finished() {
        return true;
    }

    View view() {
        return new View(
                actId,
                terminalId,
                merchantNo,
                storeNo,
                content.serialNumber(),
                content.kind(),
                content.location(),
                boundAt);
    }
}

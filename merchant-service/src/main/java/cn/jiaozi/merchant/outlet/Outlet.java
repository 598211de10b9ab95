package cn.jiaozi.merchant.outlet;

import cn.jiaozi.chassis.Act;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.Optional;

/// A merchant's store (门店), where its terminals stand.
record Outlet(String merchantNo, String storeNo, String actId, Content content, long version, Instant openedAt)
        implements Act {
    static final long FIRST_VERSION = 1;

    /// What the merchant or an operator says about a store.
    record Content(
            @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,64}") String name,
            Optional<@Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,200}") String> address) {
        /// JSON pointer to the first field that differs.
        Optional<String> difference(Content other) {
            if (!name.equals(other.name)) {
                return Optional.of("/name");
            }
            return address.equals(other.address) ? Optional.empty() : Optional.of("/address");
        }
    }

    record View(
            String id, String merchantNo, String storeNo, String name, Optional<String> address, Instant openedAt) {}

    @Override
    public String actKey() {
        return "store:" + merchantNo + "/" + storeNo;
    }

    @Override
    public boolean finished() {
        return true;
    }

    View view() {
        return new View(actId, merchantNo, storeNo, content.name(), content.address(), openedAt);
    }
}

package cn.jiaozi.merchant.standing;

import reactor.core.publisher.Mono;

/// Something of a merchant that must have ended before the merchant is closed. A feature has a component that is one.
@FunctionalInterface
public interface Unfinished {
    /// What is open, in words such as `2 terminals are in service`; empty when nothing is. The merchant is locked, so
    /// whoever begins something new must have seen it active in the same transaction (`MerchantService.active`).
    Mono<String> of(String merchantNo);
}

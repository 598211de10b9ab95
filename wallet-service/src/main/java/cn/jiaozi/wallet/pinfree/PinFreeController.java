package cn.jiaozi.wallet.pinfree;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.wallet.number.WalletNumber;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/// A setting, not an act: put again, it is the same setting.
@RestController
@RequestMapping("/v1/wallets/{walletId}/pin-free")
class PinFreeController {
    private final PinFreeService pinFree;

    PinFreeController(PinFreeService pinFree) {
        this.pinFree = pinFree;
    }

    /// @param singleFen      for one payment, in fen; 0 is off
    /// @param dailyFen       for all of a day in Shanghai, in fen; 0 is off
    /// @param paymentsPerDay how many of them the bank allows
    record PinFreeView(String walletId, long singleFen, long dailyFen, int paymentsPerDay) {
        static PinFreeView of(String walletId, PinFree pinFree) {
            return new PinFreeView(walletId, pinFree.singleFen(), pinFree.dailyFen(), pinFree.paymentsPerDay());
        }
    }

    @PutMapping
    Mono<PinFreeView> put(
            Caller caller,
            @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId,
            @Valid @RequestBody Setting setting) {
        return pinFree.set(caller, walletId, setting).map(inForce -> PinFreeView.of(walletId, inForce));
    }

    @GetMapping
    Mono<PinFreeView> get(Caller caller, @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId) {
        return pinFree.find(caller, walletId).map(inForce -> PinFreeView.of(walletId, inForce));
    }
}

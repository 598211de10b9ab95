package cn.jiaozi.wallet.overview;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.wallet.kyc.Identity;
import cn.jiaozi.wallet.kyc.KycService;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.number.Phone;
import cn.jiaozi.wallet.number.WalletNumber;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.opening.WalletService;
import cn.jiaozi.wallet.opening.WalletState;
import cn.jiaozi.wallet.restriction.Posture;
import cn.jiaozi.wallet.restriction.RestrictionService;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class WalletController {
    private final WalletService wallets;
    private final KycService kyc;
    private final RestrictionService restrictions;

    WalletController(WalletService wallets, KycService kyc, RestrictionService restrictions) {
        this.wallets = wallets;
        this.kyc = kyc;
        this.restrictions = restrictions;
    }

    /// Identity is never shown in clear, not even to its owner.
    record WalletView(
            String walletId,
            WalletClass walletClass,
            WalletState state,
            String operator,
            String branchCode,
            Optional<String> phone,
            Optional<String> linkedAccount,
            Posture posture) {}

    @GetMapping("/v1/wallets/{walletId}")
    Mono<WalletView> get(Caller caller, @Pattern(regexp = WalletNumber.PATTERN) @PathVariable String walletId) {
        var ids = List.of(walletId);
        return wallets.find(ids)
                .mapNotNull(found -> found.get(walletId))
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such wallet")))
                .filter(wallet -> wallet.ownerParty().equals(caller.party()) || caller.is(Role.OPERATOR))
                .switchIfEmpty(Mono.error(Problem.forbidden("The wallet belongs to somebody else")))
                .flatMap(wallet -> kyc.find(ids)
                        .flatMap(identities -> restrictions
                                .postures(ids)
                                .map(postures -> view(
                                        wallet,
                                        Objects.requireNonNull(identities.get(walletId)),
                                        postures.getOrDefault(walletId, Posture.FREE)))));
    }

    private static WalletView view(Wallet wallet, Identity identity, Posture posture) {
        return new WalletView(
                wallet.walletId(),
                wallet.walletClass(),
                wallet.state(),
                wallet.operator(),
                wallet.branchCode(),
                identity.phone().map(Phone::masked),
                identity.accountNo().map(account -> "****" + account.substring(account.length() - 4)),
                posture);
    }
}

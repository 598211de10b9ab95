package cn.jiaozi.payment.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PaymentEvent.Seller;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.payee.Payees;
import cn.jiaozi.payment.purse.PurseCopies;
import cn.jiaozi.payment.purse.Shown;
import cn.jiaozi.payment.purse.Tills;
import cn.jiaozi.sdk.voucher.Party;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsTest {
    private static final String MERCHANT = "002000100000018";
    private static final String STORE = "000001";
    private static final String TILL = "00000042";
    private static final WalletParty WALLET = new WalletParty("0023000000000029", "002");

    /// What was taken over the counter without a network was delivered; that the merchant was suspended since changes
    /// nothing about who owes whom.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void paysTheVouchersOfATillWhateverBecameOfItsMerchant(boolean active) {
        var recipient = facts(payee(Optional.empty(), active), payee(Optional.of(STORE), true))
                .recipient(Party.terminal(TILL));

        assertThat(recipient).contains(new Recipient(WALLET, Optional.of(new Seller(TILL, MERCHANT, STORE)), true));
    }

    @Test
    void waitsForTheStoreOfATill() {
        assertThat(facts(payee(Optional.empty(), true)).recipient(Party.terminal(TILL)))
                .isEmpty();
    }

    private static Facts facts(Payee... payees) {
        var byKey = new HashMap<String, Payee>();
        for (var payee : payees) {
            byKey.put(payee.key(), payee);
        }
        return new Facts(
                new PurseCopies(Map.of(), 0),
                new Tills(Map.of(TILL, new Tills.Till(new SignerKey.Terminal(TILL, MERCHANT, STORE), true))),
                new Payees(byKey),
                new Shown(Map.of()));
    }

    private static Payee payee(Optional<String> storeNo, boolean active) {
        return new Payee(MERCHANT, storeNo, "Tea", Optional.of("5812"), WALLET, "shop", active, 2);
    }
}

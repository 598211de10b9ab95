package cn.jiaozi.wallet;

import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.operator;

import cn.jiaozi.testkit.ServiceTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class BadInputIT {
    private static final String W = "/v1/wallets/0020000000000000";

    @Autowired
    WebTestClient http;

    /// Path, body, and the pointer to what is wrong with it.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_IV"} | /phone
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_IV","phone":null} | /phone
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_IV","phone":""} | /phone
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_IV","phone":"123"} | /phone
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_IV","phone":13812345678} | /phone
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_IV","phone":"+12345678901234567"} | /phone
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_IV","phone":"13812345678","color":"red"} | /color
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_IV","phone":"13812345678","branchCode":"0123456789012"} | /branchCode
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_IX","phone":"13812345678"} |
            /v1/wallet-openings/open-1 | {"phone":"13812345678"} |
            /v1/wallet-openings/open-1 | [] |
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_IV", |
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_II","phone":"13812345678","idType":"IT01","idNo":"11010519491231002X","bankAccount":{"accountNo":"62220000"}} | /name
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_II","phone":"13812345678","name":" ","idType":"IT01","idNo":"11010519491231002X","bankAccount":{"accountNo":"62220000"}} | /name
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_II","phone":"13812345678","name":"a\\u0000b","idType":"IT01","idNo":"11010519491231002X","bankAccount":{"accountNo":"62220000"}} | /name
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_II","phone":"13812345678","name":"a","idType":"IT02","idNo":"11010519491231002X","bankAccount":{"accountNo":"62220000"}} | /idType
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_II","phone":"13812345678","name":"a","idType":"IT01","idNo":"1101051949123100","bankAccount":{"accountNo":"62220000"}} | /idNo
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_II","phone":"13812345678","name":"a","idType":"IT01","idNo":"11010519491231002X","bankAccount":{"accountNo":"6222000"}} | /bankAccount/accountNo
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_II","phone":"13812345678","name":"a","idType":"IT01","idNo":"11010519491231002X","bankAccount":{}} | /bankAccount/accountNo
            /v1/wallet-openings/open-1 | {"walletClass":"CLASS_II","phone":"13812345678","name":"a","idType":"IT01","idNo":"11010519491231002X"} | /bankAccount
            /v1/wallet-openings/abc | {"walletClass":"CLASS_IV","phone":"13812345678"} | id
            /v1/wallet-openings/a.b.c.d | {"walletClass":"CLASS_IV","phone":"13812345678"} | id
            /v1/wallet-openings/012345678901234567890123456789012 | {"walletClass":"CLASS_IV","phone":"13812345678"} | id
            W/exchanges/change-1 | {"kind":"EXCHANGE_IN"} | /amountFen
            W/exchanges/change-1 | {"amountFen":1} | /kind
            W/exchanges/change-1 | {"kind":"EXCHANGE_OUT","amountFen":1} | /kind
            W/exchanges/change-1 | {"kind":1,"amountFen":1} | /kind
            W/exchanges/change-1 | {"kind":"REDEEM","amountFen":0} | /amountFen
            W/exchanges/change-1 | {"kind":"REDEEM","amountFen":-1} | /amountFen
            W/exchanges/change-1 | {"kind":"REDEEM","amountFen":1000000000000000} | /amountFen
            W/exchanges/change-1 | {"kind":"REDEEM","amountFen":9223372036854775808} | /amountFen
            W/exchanges/change-1 | {"kind":"REDEEM","amountFen":1.5} | /amountFen
            W/exchanges/change-1 | {"kind":"REDEEM","amountFen":"1"} | /amountFen
            W/exchanges/change-1 | {"kind":"REDEEM","amountFen":1,"fee":1} | /fee
            W/exchanges/abc | {"kind":"REDEEM","amountFen":1} | id
            /v1/wallets/12/exchanges/change-1 | {"kind":"REDEEM","amountFen":1} | walletId
            /v1/devices/phone-1 | {"name":"phone"} | /certificateRequest
            /v1/devices/phone-1 | {"certificateRequest":"x"} | /name
            /v1/devices/phone-1 | {"name":"","certificateRequest":"x"} | /name
            /v1/devices/phone-1 | {"name":" phone","certificateRequest":"x"} | /name
            /v1/devices/phone-1 | {"name":"a\\u0000","certificateRequest":"x"} | /name
            /v1/devices/phone-1 | {"name":"a\\u202eb","certificateRequest":"x"} | /name
            /v1/devices/phone-1 | {"name":"a\\u2028b","certificateRequest":"x"} | /name
            /v1/devices/phone-1 | {"name":"01234567890123456789012345678901234567890123456789012345678901234","certificateRequest":"x"} | /name
            /v1/devices/phone-1 | {"name":"0123456789012345678901234567890123456789012345678901234567890123","certificateRequest":"x"} | /certificateRequest
            /v1/devices/phone-1 | {"name":"phone","certificateRequest":"x","color":"red"} | /color
            /v1/devices/abc | {"name":"phone","certificateRequest":"x"} | id
            /v1/devices/abc/revocation | {} | id
            W/pin-free | {"singleFen":1} | /dailyFen
            W/pin-free | {"dailyFen":1} | /singleFen
            W/pin-free | {"singleFen":-1,"dailyFen":1} | /singleFen
            W/pin-free | {"singleFen":1,"dailyFen":-1} | /dailyFen
            W/pin-free | {"singleFen":50001,"dailyFen":1} | /singleFen
            W/pin-free | {"singleFen":1,"dailyFen":200001} | /dailyFen
            W/pin-free | {"singleFen":1.5,"dailyFen":1} | /singleFen
            W/pin-free | {"singleFen":"1","dailyFen":1} | /singleFen
            W/pin-free | {"singleFen":1,"dailyFen":1,"weeklyFen":1} | /weeklyFen
            /v1/wallets/12/pin-free | {"singleFen":1,"dailyFen":1} | walletId
            W/pin | {"pinBlock":"x"} | /id
            W/pin | {"id":"set-01"} | /pinBlock
            W/pin | {"id":"set-01","pinBlock":""} | /pinBlock
            W/pin | {"id":"set-01","pinBlock":"135790"} | /pinBlock
            W/pin | {"id":"set-01","pinBlock":"h.k.0123456789012345.c.0123456789012345678901"} | /pinBlock
            W/pin | {"id":"set-1","pinBlock":"h..0123456789012345.c.0123456789012345678901"} | /id
            W/pin | {"id":"set-01","pinBlock":"h..0123456789012345.c.0123456789012345678901","pin":"135790"} | /pin
            W/pin-verifications/verify-1 | {"paymentId":"payment-1"} | /pinBlock
            W/pin-verifications/verify-1 | {"pinBlock":"h..0123456789012345.c.0123456789012345678901"} | /paymentId
            W/pin-verifications/verify-1 | {"paymentId":"p","pinBlock":"h..0123456789012345.c.0123456789012345678901"} | /paymentId
            W/pin-verifications/verify-1 | {"paymentId":"payment-1","pinBlock":"135790"} | /pinBlock
            W/pin-verifications/abc | {"paymentId":"payment-1","pinBlock":"h..0123456789012345.c.0123456789012345678901"} | id
            /v1/wallets/12/pin-verifications/verify-1 | {"paymentId":"payment-1","pinBlock":"h..0123456789012345.c.0123456789012345678901"} | walletId
            /v1/purse-issues/issue-1 | {"carrier":"SIM","certificateRequest":"x"} | /walletId
            /v1/purse-issues/issue-1 | {"walletId":"12","carrier":"SIM","certificateRequest":"x"} | /walletId
            /v1/purse-issues/issue-1 | {"walletId":"0020000000000000","certificateRequest":"x"} | /carrier
            /v1/purse-issues/issue-1 | {"walletId":"0020000000000000","carrier":"RING","certificateRequest":"x"} | /carrier
            /v1/purse-issues/issue-1 | {"walletId":"0020000000000000","carrier":"SIM"} | /certificateRequest
            /v1/purse-issues/issue-1 | {"walletId":"0020000000000000","carrier":"SIM","certificateRequest":"x"} | /certificateRequest
            /v1/purse-issues/issue-1 | {"walletId":"0020000000000000","carrier":"SIM","certificateRequest":"x","color":"red"} | /color
            /v1/purse-issues/abc | {"walletId":"0020000000000000","carrier":"SIM","certificateRequest":"x"} | id
            P/certificates/renew-1 | {} | /certificateRequest
            P/certificates/abc | {"certificateRequest":"x"} | id
            P/loads/load-01 | {} | /amountFen
            P/loads/load-01 | {"amountFen":-1} | /amountFen
            P/loads/load-01 | {"amountFen":1000000000000000} | /amountFen
            P/loads/load-01 | {"amountFen":"1"} | /amountFen
            P/loads/load-01 | {"amountFen":1,"closing":""} | /closing
            P/loads/load-01 | {"amountFen":1,"closing":"?"} | /closing
            P/loads/load-01 | {"amountFen":1,"closing":"UQEB"} | /closing
            P/loads/load-01 | {"amountFen":1,"fee":1} | /fee
            P/loads/abc | {"amountFen":1} | id
            P/unloads/unload-1 | {"closing":"?"} | /closing
            P/unloads/abc | {} | id
            /v1/purses/P7/loads/load-01 | {"amountFen":1} | purseId
            /v1/purses/p7q2m4x9k1b6t3d8/loss-report | {} | purseId
            """)
    void tellsACustomerWhatIsWrong(String path, String body, @Nullable String pointer) {
        assertBadRequest(customer("alice"), path, body, pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            W/restrictions/freeze-1 | {"authority":"COURT","reasonCode":"CASE"} | /type
            W/restrictions/freeze-1 | {"type":"NO_DEBIT","reasonCode":"CASE"} | /authority
            W/restrictions/freeze-1 | {"type":"NO_DEBIT","authority":"COURT"} | /reasonCode
            W/restrictions/freeze-1 | {"type":"STOP","authority":"COURT","reasonCode":"CASE"} | /type
            W/restrictions/freeze-1 | {"type":"NO_DEBIT","authority":"COURT","reasonCode":""} | /reasonCode
            W/restrictions/freeze-1 | {"type":"NO_DEBIT","authority":"COURT","reasonCode":"012345678901234567890123456789012"} | /reasonCode
            W/restrictions/freeze-1 | {"type":"NO_DEBIT","authority":"COURT","reasonCode":"CASE","documentNo":""} | /documentNo
            W/restrictions/freeze-1 | {"type":"NO_DEBIT","authority":"COURT","reasonCode":"CASE","documentNo":"a\\u0000"} | /documentNo
            W/restrictions/freeze-1 | {"type":"AMOUNT_HOLD","authority":"COURT","reasonCode":"CASE","amountFen":0} | /amountFen
            W/restrictions/freeze-1 | {"type":"AMOUNT_HOLD","authority":"COURT","reasonCode":"CASE","amountFen":-5} | /amountFen
            W/restrictions/freeze-1 | {"type":"AMOUNT_HOLD","authority":"COURT","reasonCode":"CASE","amountFen":99999999999999999999} | /amountFen
            W/restrictions/freeze-1 | {"type":"NO_DEBIT","authority":"COURT","reasonCode":"CASE","until":"tomorrow"} | /until
            W/restrictions/freeze-1 | {"type":"NO_DEBIT","authority":"COURT","reasonCode":"CASE","severity":1} | /severity
            W/restrictions/abc | {"type":"NO_DEBIT","authority":"COURT","reasonCode":"CASE"} | id
            W/restrictions/abc/release | {} | id
            /v1/limit-policies/CLASS_II/2099-02-01 | {"singleFen":-1} | /singleFen
            /v1/limit-policies/CLASS_II/2099-02-01 | {"dailyFen":1000000000000001} | /dailyFen
            /v1/limit-policies/CLASS_II/2099-02-01 | {"annualFen":"1"} | /annualFen
            /v1/limit-policies/CLASS_II/2099-02-01 | {"balanceCapFen":99999999999999999999} | /balanceCapFen
            /v1/limit-policies/CLASS_II/2099-02-01 | {"weeklyFen":1} | /weeklyFen
            /v1/limit-policies/CLASS_IX/2099-02-01 | {} | walletClass
            /v1/limit-policies/CLASS_II/2099-02-30 | {} | effectiveOn
            /v1/limit-policies/CLASS_II/soon | {} | effectiveOn
            /v1/wallet-openings/open-1 | {"walletClass":"CORPORATE","name":"a","uscc":"91350100M000100Y4","legalRepresentative":"b","bankAccount":{"accountNo":"62220000"},"ownerParty":"p"} | /uscc
            /v1/wallet-openings/open-1 | {"walletClass":"CORPORATE","name":"a","uscc":"91350100M000100Y43","bankAccount":{"accountNo":"62220000"},"ownerParty":"p"} | /legalRepresentative
            /v1/wallet-openings/open-1 | {"walletClass":"CORPORATE","name":"a","uscc":"91350100M000100Y43","legalRepresentative":"b","bankAccount":{"accountNo":"62220000"},"ownerParty":""} | /ownerParty
            P/block | {} | /reason
            P/block | {"reason":""} | /reason
            P/clearance | {"reason":" x"} | /reason
            P/revocation | {"reason":"a\\u0000"} | /reason
            P/retirement | {"reason":1} | /reason
            P/retirement | {"why":"x","reason":"x"} | /why
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"singleFen":20000,"singleWithPinFen":50000,"payments":20,"totalFen":100000,"poweredOffPayments":5,"poweredOffFen":30000} | /balanceFen
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"balanceFen":0,"singleFen":20000,"singleWithPinFen":50000,"payments":20,"totalFen":100000,"poweredOffPayments":5,"poweredOffFen":30000} | /balanceFen
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"balanceFen":100000,"singleFen":-1,"singleWithPinFen":50000,"payments":20,"totalFen":100000,"poweredOffPayments":5,"poweredOffFen":30000} | /singleFen
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"balanceFen":100000,"singleFen":20000,"singleWithPinFen":19999,"payments":20,"totalFen":100000,"poweredOffPayments":5,"poweredOffFen":30000} | /singleWithPinFen
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"balanceFen":100000,"singleFen":20000,"singleWithPinFen":50000,"totalFen":100000,"poweredOffPayments":5,"poweredOffFen":30000} | /payments
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"balanceFen":100000,"singleFen":20000,"singleWithPinFen":50000,"payments":0,"totalFen":100000,"poweredOffPayments":5,"poweredOffFen":30000} | /payments
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"balanceFen":100000,"singleFen":20000,"singleWithPinFen":50000,"payments":256,"totalFen":100000,"poweredOffPayments":5,"poweredOffFen":30000} | /payments
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"balanceFen":100000,"singleFen":20000,"singleWithPinFen":50000,"payments":20,"totalFen":0,"poweredOffPayments":5,"poweredOffFen":30000} | /totalFen
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"balanceFen":100000,"singleFen":20000,"singleWithPinFen":50000,"payments":20,"totalFen":1000000000000001,"poweredOffPayments":5,"poweredOffFen":30000} | /totalFen
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"balanceFen":100000,"singleFen":20000,"singleWithPinFen":50000,"payments":20,"totalFen":100000,"poweredOffPayments":256,"poweredOffFen":30000} | /poweredOffPayments
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"balanceFen":100000,"singleFen":20000,"singleWithPinFen":50000,"payments":20,"totalFen":100000,"poweredOffPayments":5,"poweredOffFen":-1} | /poweredOffFen
            /v1/purse-limit-policies/LINKED/2099-02-01 | {"balanceFen":100000,"singleFen":20000,"singleWithPinFen":50000,"payments":20,"totalFen":100000,"poweredOffPayments":5,"poweredOffFen":30000,"policy":7} | /policy
            /v1/purse-limit-policies/NAMED/2099-02-01 | {"balanceFen":100000,"singleFen":20000,"singleWithPinFen":50000,"payments":20,"totalFen":100000,"poweredOffPayments":5,"poweredOffFen":30000} | kind
            /v1/purse-limit-policies/LINKED/2099-02-30 | {"balanceFen":100000,"singleFen":20000,"singleWithPinFen":50000,"payments":20,"totalFen":100000,"poweredOffPayments":5,"poweredOffFen":30000} | effectiveOn
            /v1/counters/counter-1 | {"accountNo":"1001000000000001"} | /kind
            /v1/counters/counter-1 | {"kind":"TENT","accountNo":"1001000000000001"} | /kind
            /v1/counters/counter-1 | {"kind":"KIOSK"} | /accountNo
            /v1/counters/counter-1 | {"kind":"KIOSK","accountNo":"1001"} | /accountNo
            /v1/counters/counter-1 | {"kind":"KIOSK","accountNo":"1001000000000001","name":"x"} | /name
            /v1/counters/abc | {"kind":"KIOSK","accountNo":"1001000000000001"} | id
            /v1/counters/counter-1/closure | {} | /reason
            /v1/counters/counter-1/closure | {"reason":" x"} | /reason
            /v1/counters/abc/closure | {"reason":"x"} | counterId
            /v1/counters/counter-1/exchanges/cash-01 | {"kind":"REDEEM","amountFen":1} | /walletId
            /v1/counters/counter-1/exchanges/cash-01 | {"walletId":"12","kind":"REDEEM","amountFen":1} | /walletId
            /v1/counters/counter-1/exchanges/cash-01 | {"walletId":"0020000000000014","amountFen":1} | /kind
            /v1/counters/counter-1/exchanges/cash-01 | {"walletId":"0020000000000014","kind":"REDEEM"} | /amountFen
            /v1/counters/counter-1/exchanges/cash-01 | {"walletId":"0020000000000014","kind":"REDEEM","amountFen":0} | /amountFen
            /v1/counters/counter-1/exchanges/abc | {"walletId":"0020000000000014","kind":"REDEEM","amountFen":1} | id
            /v1/counters/abc/exchanges/cash-01 | {"walletId":"0020000000000014","kind":"REDEEM","amountFen":1} | counterId
            /v1/wallet-openings/open-1 | {"walletClass":"HW_ANON","phone":"13812345678"} | /phone
            /v1/wallet-openings/open-1 | {"walletClass":"HW_ANON","branchCode":""} | /branchCode
            """)
    void tellsAnOperatorWhatIsWrong(String path, String body, @Nullable String pointer) {
        assertBadRequest(operator(), path, body, pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/wallet-openings/open-1",
        "/v1/devices/phone-1",
        "/v1/wallets/0020000000000000/exchanges/change-1",
        "/v1/wallets/0020000000000000/restrictions/freeze-1",
        "/v1/wallets/0020000000000000/pin-free",
        "/v1/wallets/0020000000000000/pin",
        "/v1/wallets/0020000000000000/pin-verifications/verify-1",
        "/v1/limit-policies/CLASS_II/2099-02-01",
        "/v1/purse-limit-policies/LINKED/2099-02-01",
        "/v1/counters/counter-1",
        "/v1/counters/counter-1/closure",
        "/v1/counters/counter-1/exchanges/cash-01",
        "/v1/purse-issues/issue-1",
        "/v1/purses/P7Q2M4X9K1B6T3D8/loads/load-01",
        "/v1/purses/P7Q2M4X9K1B6T3D8/block",
    })
    void refusesWhatIsNoJsonOrTooLarge(String path) {
        http.put()
                .uri(path)
                .header("Authorization", operator())
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue("hello")
                .exchange()
                .expectStatus()
                .isEqualTo(415);
        http.put()
                .uri(path)
                .header("Authorization", operator())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"kind\":\"" + "x".repeat(70_000) + "\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(413);
        http.put()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    private void assertBadRequest(String bearer, String path, String body, @Nullable String pointer) {
        var problem = http.put()
                .uri(path.replace("W/", W + "/").replaceFirst("^P/", "/v1/purses/P7Q2M4X9K1B6T3D8/"))
                .header("Authorization", bearer)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("BAD_REQUEST");
        if (pointer != null) {
            problem.jsonPath("$.errors[0].pointer").isEqualTo(pointer);
        }
    }
}

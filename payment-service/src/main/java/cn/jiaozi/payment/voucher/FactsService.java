package cn.jiaozi.payment.voucher;

import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.payment.payee.PayeeService;
import cn.jiaozi.payment.purse.PurseCopies;
import cn.jiaozi.payment.purse.PurseService;
import cn.jiaozi.payment.purse.Shown;
import cn.jiaozi.payment.purse.Tills;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Party;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/// Gathers what copies are judged by, a whole batch at once.
@Service
class FactsService {
    private final PurseService purses;
    private final PayeeService payees;

    FactsService(PurseService purses, PayeeService payees) {
        this.purses = purses;
        this.payees = payees;
    }

    Mono<Facts> of(List<Copy> copies) {
        var debits = copies.stream().map(Copy::debit).toList();
        return purses.find(keys(debits))
                .flatMap(known -> purses.tills(tills(debits)).flatMap(tills -> facts(debits, known, tills)));
    }

    private Mono<Facts> facts(List<Debit> debits, PurseCopies known, Tills tills) {
        var stores = tills.byId().values().stream()
                .map(till ->
                        Payee.key(till.terminal().merchantNo(), till.terminal().storeNo()))
                .collect(Collectors.toSet());
        return payees.find(stores)
                .flatMap(found ->
                        purses.shown(certificates(debits)).map(shown -> new Facts(known, tills, found, shown)));
    }

    private static Set<String> keys(List<Debit> debits) {
        var keys = new HashSet<String>();
        for (var debit : debits) {
            keys.add(debit.payer());
            keys.add(debit.payee());
            keys.add(PurseFact.Load.key(debit.payer(), debit.load()));
            keys.add(PurseFact.RevocationList.key(debit.revocations()));
        }
        return keys;
    }

    private static Set<String> tills(List<Debit> debits) {
        return debits.stream()
                .map(Debit::payee)
                .filter(Party::isTerminal)
                .map(Party::terminalId)
                .collect(Collectors.toSet());
    }

    private static Set<Shown.Key> certificates(List<Debit> debits) {
        var keys = new HashSet<Shown.Key>();
        for (var debit : debits) {
            keys.add(new Shown.Key(debit.payer(), debit.payerCertificate().hex()));
            keys.add(new Shown.Key(debit.payee(), debit.payeeCertificate().hex()));
        }
        return keys;
    }
}

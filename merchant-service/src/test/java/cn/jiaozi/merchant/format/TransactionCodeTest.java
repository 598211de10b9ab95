package cn.jiaozi.merchant.format;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.TxType;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransactionCodeTest {
    /// Those that we use, as they stand in ISO's external code set (list of 23 October 2017).
    private static final Set<String> OF_ISO = Set.of(
            "PMNT/MCRD/POSP",
            "PMNT/MCRD/SMCD",
            "PMNT/MCRD/DAJT",
            "PMNT/RCDT/DMCT",
            "PMNT/RCDT/BOOK",
            "PMNT/ICDT/DMCT",
            "PMNT/ICDT/BOOK",
            "PMNT/ICDT/RRTN",
            "PMNT/MCOP/OTHR",
            "PMNT/MDOP/OTHR",
            "ACMT/MCOP/CHRG",
            "ACMT/MDOP/CHRG");

    @ParameterizedTest
    @EnumSource
    void givesEveryKindOfBusinessACodeOfIso(TxType txType) {
        for (boolean isIn : new boolean[] {true, false}) {
            var code = TransactionCode.of(txType.name(), isIn);

            assertThat(OF_ISO).contains(code.domain() + "/" + code.family() + "/" + code.subFamily());
        }
    }
}

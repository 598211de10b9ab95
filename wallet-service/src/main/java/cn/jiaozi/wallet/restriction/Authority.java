package cn.jiaozi.wallet.restriction;

/// In whose name a wallet is restricted (domain document, 2.2).
public enum Authority {
    USER,
    OPERATOR_RISK,
    COURT,
    PUBLIC_SECURITY,
    PROCURATORATE,
    SUPERVISION,
    CUSTOMS_TAX,
    AML_LIST,
    SYSTEM
}

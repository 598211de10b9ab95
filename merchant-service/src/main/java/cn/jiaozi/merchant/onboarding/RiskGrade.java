package cn.jiaozi.merchant.onboarding;

/// How closely a merchant is to be watched (风险等级), from A, hardly, to D.
public enum RiskGrade {
    A,
    B,
    C,
    D
}

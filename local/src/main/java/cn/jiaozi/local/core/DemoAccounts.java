package cn.jiaozi.local.core;

import java.util.List;

/// Accounts that exist from the start. Names, numbers and identity numbers are made up; their check digits are right.
final class DemoAccounts {
    static final List<DepositAccount> ALL = List.of(
            person("6222020000000001", "张三", "110101199003070011", "13800000001", 5_000_000),
            person("6222020000000002", "李四", "310104198805120027", "13800000002", 2_000_000),
            person("6222020000000003", "王五", "440305199509230038", "13800000003", 50_000),
            person("6222020000000004", "赵六", "510107199201140044", "13800000004", 0),
            new DepositAccount(
                    "6222021000000001", "交子茶馆有限公司", null, "02880000001", 10_000_000, DepositAccount.Status.ACTIVE),
            new DepositAccount(
                    "6222028888888888",
                    "孙八",
                    "420106197906200062",
                    "13800000008",
                    1_000_000,
                    DepositAccount.Status.CARD_EXPIRED),
            new DepositAccount(
                    "6222029999999999",
                    "陈七",
                    "330106198511300053",
                    "13800000009",
                    3_000_000,
                    DepositAccount.Status.FROZEN));

    private DemoAccounts() {}

    private static DepositAccount person(String accountNo, String name, String idNo, String phone, long balanceFen) {
        return new DepositAccount(accountNo, name, idNo, phone, balanceFen, DepositAccount.Status.ACTIVE);
    }
}

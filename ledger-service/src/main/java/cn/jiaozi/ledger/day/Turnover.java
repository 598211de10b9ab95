package cn.jiaozi.ledger.day;

import cn.jiaozi.contracts.Subject;

/// What moved on the accounts of a branch and a subject in a day.
record Turnover(String branchCode, Subject subject, long debitsFen, long creditsFen, long debitLegs, long creditLegs) {}

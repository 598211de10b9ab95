#!/usr/bin/env python3
"""Checks merchants' bills, camt statements and general-ledger files against each other, to the fen.

It shares no code with Jiaozi's services and needs nothing but Python 3: it reads the files that `./jiaozi day run`
has put into a folder for each accounting day,

    <folder>/<yyyy-MM-dd>/gl-<yyyy-MM-dd>.csv
    <folder>/<yyyy-MM-dd>/<merchantNo>/<merchantNo>_<KIND>_<yyyyMMdd>_v1.csv|xml

(with `<merchantNo>-<storeNo>` where a store has a wallet of its own), and for each of these and each day, in the order
of the days, it checks that

- each file is the one that its last line names (SHA-256, number of rows);
- opening balance + movements = closing balance, and each row's balance follows from the one before;
- the opening balance is the closing balance of the merchant's last day with bills: on a day on which its wallet has
  not moved it may have none;
- the trade bill's sales are the fund flow's, and so are its refunds, but for what the bank has advanced of one; of that
  never more is taken back than was advanced, on its own day or later (what is left is still owed);
- each fee of the trade bill is taken or given back once, on its own day or later (a fee that an empty wallet could not
  pay is still owed);
- the settlement bill's payouts and returns are the fund flow's;
- the statement (camt.053) has the same entries, in the same order, between the same balances, and the notification
  (camt.054) the same entries;
- the general-ledger file balances, its fee income is the sum of the merchants' fees, and what it has advanced and taken
  back for refunds is the sum of the merchants'.

    usage: verify_books.py <folder>

Prints what was checked and exits with 0, or prints the first difference with file and line and exits with 1.
"""
import csv
import datetime
import hashlib
import io
import os
import re
import sys
import xml.etree.ElementTree as xml

YUAN = re.compile(r"-?\d+\.\d\d")
NUMBER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SALES = ("CONSUME", "OFFLINE_SETTLE")


class Difference(Exception):
    pass


def differ(where, what):
    raise Difference("%s: %s" % (where, what))


def fen(text, where):
    text = text.strip()
    if not YUAN.fullmatch(text):
        differ(where, "%r is no amount in yuan" % text)
    sign = -1 if text.startswith("-") else 1
    yuan, rest = text.lstrip("-").split(".")
    return sign * (int(yuan) * 100 + int(rest))


def same(found, wanted, where, what):
    if found != wanted:
        differ(where, "%s is %s, but must be %s" % (what, found, wanted))


class Bill:
    """A bill in CSV: its rows by column, and its summary."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            data = file.read()
        end = data.rfind(b"<END>,")
        if end < 0:
            differ(path, "there is no line <END>")
        last = data[end:].decode("ascii").strip().split(",")
        same(hashlib.sha256(data[:end]).hexdigest(), last[2], path, "its SHA-256")
        if not data.startswith(b"\xef\xbb\xbf"):
            differ(path, "there is no byte order mark")
        lines = list(csv.reader(io.StringIO(data[3:end].decode("utf-8"), newline="")))
        if len(lines) < 3:
            differ(path, "there is no summary")
        self.rows = [self.record(lines[0], line, number + 2) for number, line in enumerate(lines[1:-2])]
        self.summary = self.record(lines[-2], lines[-1], len(lines))
        same(len(self.rows), int(last[1]), path, "its number of rows")

    def record(self, names, cells, line):
        same(len(cells), len(names), "%s:%d" % (self.path, line), "its number of cells")
        record = dict(zip(names, (cell.strip("\t") for cell in cells)))
        record["line"] = line
        return record

    def where(self, row):
        return "%s:%d" % (self.path, row["line"])

    def amount(self, row, column):
        return fen(row[column], self.where(row))

    def total(self, column, wanted=lambda row: True):
        return sum(self.amount(row, column) for row in self.rows if wanted(row))


class Flow:
    """The fund-flow bill, whose rows are the truth of the day."""

    def __init__(self, path, before):
        self.bill = Bill(path)
        summary = self.bill.summary
        self.opening = self.bill.amount(summary, "openingBalance")
        self.closing = self.bill.amount(summary, "closingBalance")
        if before is not None:
            same(self.opening, before, path, "the opening balance (the closing balance of the day before)")
        balance, ins, outs = self.opening, [], []
        for row in self.bill.rows:
            amount = self.bill.amount(row, "amount")
            if row["direction"] not in ("IN", "OUT") or amount <= 0:
                differ(self.bill.where(row), "it is no movement")
            (ins if row["direction"] == "IN" else outs).append(amount)
            balance += amount if row["direction"] == "IN" else -amount
            same(self.bill.amount(row, "balanceAfter"), balance, self.bill.where(row), "the balance after it")
        same(self.closing, balance, path, "the closing balance")
        same(int(summary["inCount"]), len(ins), path, "inCount")
        same(int(summary["outCount"]), len(outs), path, "outCount")
        same(self.bill.amount(summary, "inTotal"), sum(ins), path, "inTotal")
        same(self.bill.amount(summary, "outTotal"), sum(outs), path, "outTotal")

    def total(self, direction, *types):
        return self.bill.total("amount", lambda row: row["direction"] == direction and row["bizType"] in types)

    def entries(self):
        return [(row["entryId"], row["direction"] == "IN", self.bill.amount(row, "amount")) for row in self.bill.rows]


def number(text, where):
    """Of a business id: a fee has that of its payment or refund."""
    found = NUMBER.findall(text)
    if not found:
        differ(where, "%r is no number of a payment" % text)
    return found[-1]


class Fees:
    """What trade bills charge, by the number of the payment or refund, until the fund flow has taken it."""

    def __init__(self):
        self.open = {}

    def charge(self, bill):
        for row in bill.rows:
            fee = bill.amount(row, "fee")
            if fee:
                where = bill.where(row)
                self.open[number(row["refundId"] or row["paymentId"], where)] = (fee, where)

    def take(self, flow):
        for row in flow.bill.rows:
            if row["bizType"] in ("FEE", "FEE_RETURN"):
                where = flow.bill.where(row)
                fee = flow.bill.amount(row, "amount") * (1 if row["direction"] == "OUT" else -1)
                charged, _ = self.open.pop(number(row["bizId"], where), (0, where))
                same(fee, charged, where, "the fee (the trade bill's)")


class Advances:
    """What the bank has paid of refunds, by their numbers, until the fund flow has taken it back."""

    def __init__(self):
        self.open = {}

    def advance(self, bill, flow):
        """What of the day's refunds the wallet has not paid."""
        paid, sum_of_all = {}, 0
        for row in flow.bill.rows:
            if row["bizType"] == "REFUND" and row["direction"] == "OUT":
                of = number(row["bizId"], flow.bill.where(row))
                paid[of] = paid.get(of, 0) + flow.bill.amount(row, "amount")
        for row in bill.rows:
            if row["refundId"]:
                where = bill.where(row)
                of = number(row["refundId"], where)
                advanced = bill.amount(row, "refundAmount") - paid.pop(of, 0)
                if advanced < 0:
                    differ(where, "the refund is less than what the fund flow's refunds have paid for it")
                if advanced:
                    self.open[of] = advanced
                    sum_of_all += advanced
        if paid:
            differ(flow.bill.path, "refunds are in no trade bill: %s" % ", ".join(sorted(paid)))
        return sum_of_all

    def take(self, flow):
        """What the day's sales have brought back."""
        for row in flow.bill.rows:
            if row["bizType"] == "REFUND_RECOVERY":
                where = flow.bill.where(row)
                of, taken = number(row["bizId"], where), flow.bill.amount(row, "amount")
                if row["direction"] != "OUT" or taken > self.open.get(of, 0):
                    differ(where, "%d is taken for an advanced refund, of which %d is owed" % (taken, self.open.get(of, 0)))
                self.open[of] -= taken


def check_trade(path, flow):
    bill = Bill(path)
    summary = bill.summary
    sold, refunded, fees = bill.total("paidAmount"), bill.total("refundAmount"), bill.total("fee")
    same(int(summary["count"]), len(bill.rows), path, "count")
    same(bill.amount(summary, "paidTotal"), sold, path, "paidTotal")
    same(bill.amount(summary, "orderTotal"), bill.total("orderAmount"), path, "orderTotal")
    same(bill.amount(summary, "refundTotal"), refunded, path, "refundTotal")
    same(bill.amount(summary, "feeTotal"), fees, path, "feeTotal")
    same(sold, flow.total("IN", *SALES), path, "what was sold (the fund flow's sales)")
    return bill


def check_settlement(path, flow):
    bill = Bill(path)
    for row in bill.rows:
        gross, refund, fee, adjust, net = (bill.amount(row, c) for c in ("grossPay", "refund", "fee", "adjust", "net"))
        same(net, gross - refund - fee + adjust, bill.where(row), "net")
    same(bill.amount(bill.summary, "netTotal"), bill.total("net"), path, "netTotal")
    same(
        bill.total("net"),
        flow.total("OUT", "PAYOUT") - flow.total("IN", "PAYOUT_RETURN"),
        path,
        "what was paid out (the fund flow's payouts less returns)",
    )


def check_camt(path, flow, has_balances):
    root = xml.parse(path).getroot()
    space = root.tag[: root.tag.index("}") + 1]
    report = root[0].find(space + ("Stmt" if has_balances else "Ntfctn"))
    if report is None:
        differ(path, "there is no report")
    balances = {}
    for balance in report.findall(space + "Bal"):
        code = balance.find("/".join(space + tag for tag in ("Tp", "CdOrPrtry", "Cd"))).text
        balances[code] = signed(balance, space, path)
    wanted = {"OPBD": flow.opening, "CLBD": flow.closing} if has_balances else {}
    same(balances, wanted, path, "the balances")
    entries = []
    for entry in report.findall(space + "Ntry"):
        amount = signed(entry, space, path)
        entries.append((entry.find(space + "NtryRef").text, amount > 0, abs(amount)))
    for number, (found, right) in enumerate(zip(entries, flow.entries())):
        same(found, right, path, "entry %d" % (number + 1))
    same(len(entries), len(flow.entries()), path, "the number of entries")


def signed(element, space, path):
    amount = element.find(space + "Amt")
    if amount.get("Ccy") != "CNY":
        differ(path, "an amount is not in CNY")
    return fen(amount.text, path) * (1 if element.find(space + "CdtDbtInd").text == "CRDT" else -1)


def check_ledger(path, flows, advanced):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    sums = {}
    for row in rows:
        if row["voucherNo"]:
            key = (row["subjectCode"], row["side"])
            sums[key] = sums.get(key, 0) + int(row["amountFen"])
            same(fen(row["amount"], path), int(row["amountFen"]), path, "amount of " + row["voucherNo"])
    totals = {row["side"]: int(row["amountFen"]) for row in rows if not row["voucherNo"]}
    for side in ("D", "C"):
        same(totals.get(side), sum(amount for (_, of), amount in sums.items() if of == side), path, "total " + side)
    same(totals["D"], totals["C"], path, "debits (credits)")
    same(sums.get(("I1", "C"), 0), sum(flow.total("OUT", "FEE") for flow in flows), path, "fee income (merchants' fees)")
    same(sums.get(("I1", "D"), 0), sum(flow.total("IN", "FEE_RETURN") for flow in flows), path, "fees given back")
    same(sums.get(("A6", "D"), 0), advanced, path, "what was advanced (the merchants' refunds less their wallets')")
    same(sums.get(("A6", "C"), 0), sum(flow.total("OUT", "REFUND_RECOVERY") for flow in flows), path, "what was taken back")
    for side, direction in (("C", "IN"), ("D", "OUT")):
        moved = sum(sum(amount for _, is_in, amount in flow.entries() if is_in == (direction == "IN")) for flow in flows)
        if moved > sums.get(("L1", side), 0):
            differ(path, "wallets moved less than the merchants' alone: %d < %d" % (sums.get(("L1", side), 0), moved))


def days(folder):
    found = []
    for name in sorted(os.listdir(folder)):
        try:
            found.append(datetime.date.fromisoformat(name))
        except ValueError:
            continue
    return found


def check(folder):
    closing, fees, advances = {}, Fees(), Advances()
    counts = {"days": 0, "bills": 0, "movements": 0}
    for day in days(folder):
        at, suffix = os.path.join(folder, str(day)), "%s_v1" % day.strftime("%Y%m%d")
        merchants = sorted(name for name in os.listdir(at) if re.fullmatch(r"\d{15}(-\d{6})?", name))
        flows, advanced = [], 0
        for merchant in merchants:
            path = lambda kind, ext: os.path.join(at, merchant, "%s_%s_%s.%s" % (merchant, kind, suffix, ext))
            flow = Flow(path("FUND_FLOW", "csv"), closing.get(merchant))
            closing[merchant] = flow.closing
            trade = check_trade(path("TRADE_ALL", "csv"), flow)
            fees.charge(trade)
            fees.take(flow)
            advanced += advances.advance(trade, flow)
            advances.take(flow)
            check_settlement(path("SETTLEMENT", "csv"), flow)
            check_camt(path("CAMT_053", "xml"), flow, True)
            check_camt(path("CAMT_054", "xml"), flow, False)
            flows.append(flow)
            counts["bills"] += 5
            counts["movements"] += len(flow.bill.rows)
        check_ledger(os.path.join(at, "gl-%s.csv" % day), flows, advanced)
        counts["days"] += 1
    if not counts["days"]:
        differ(folder, "there is no day")
    return counts, len(closing), len(fees.open), sum(advances.open.values())


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        print("usage: verify_books.py <folder>", file=sys.stderr)
        return 2
    try:
        counts, merchants, owed, advanced = check(sys.argv[1])
    except (Difference, OSError, KeyError, ValueError, IndexError, AttributeError, xml.ParseError) as e:
        print("DIFFERENCE %s: %s" % (type(e).__name__, e), file=sys.stderr)
        return 1
    print(
        "%d days, %d wallets, %d files, %d movements: everything agrees to the fen; %d fees and %d fen of refunds are still owed"
        % (counts["days"], merchants, counts["bills"], counts["movements"], owed, advanced)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

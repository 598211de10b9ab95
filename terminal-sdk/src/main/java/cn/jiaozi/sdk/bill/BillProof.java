package cn.jiaozi.sdk.bill;

import cn.jiaozi.sdk.receipt.ClearEntry;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Walks a bill and the ledger's blocks side by side, in bounded memory: the movements of one wallet on one accounting
/// day must be the bill's rows, all of them, in the ledger's order.
final class BillProof {
    private final FundFlow bill;
    private final Blocks blocks;
    private final String address;
    private final int shard;
    private final LocalDate date;

    private boolean earlierSeen;
    private boolean laterSeen;
    private long beforeFen;
    private long balanceFen;
    private long rows;
    private Optional<Row> first = Optional.empty();
    private Summary counted = new Summary(0, 0, 0, 0, 0, 0);

    /// @param address of the account that the bill is about
    BillProof(FundFlow bill, Blocks blocks, String address, int shard, LocalDate date) {
        this.bill = bill;
        this.blocks = blocks;
        this.address = address;
        this.shard = shard;
        this.date = date;
    }

    /// What is proven, for people, a line each.
    ///
    /// @throws Flawed at the first flaw
    List<String> prove() throws IOException, Flawed {
        for (var entries = blocks.next(); entries.isPresent(); entries = blocks.next()) {
            for (var entry : entries.get()) {
                take(entry);
            }
        }
        var extra = bill.next();
        if (extra.isPresent()) {
            throw new Flawed(
                    Flaw.Kind.EXTRA_ROW,
                    "The ledger has not moved " + extra.get().movement());
        }
        checkCoverage();
        checkSummary(bill.summary());
        return told();
    }

    private void take(ClearEntry entry) throws Flawed {
        earlierSeen |= entry.date().isBefore(date);
        laterSeen |= entry.date().isAfter(date);
        for (int leg = 1; leg <= entry.legs().size(); leg++) {
            var moved = entry.legs().get(leg - 1);
            boolean isIn = moved.credit().equals(address);
            if (entry.hasPosted() && (isIn || moved.debit().equals(address))) {
                long signedFen = isIn ? moved.amountFen() : -moved.amountFen();
                if (entry.date().equals(date)) {
                    compare(entry, leg, isIn, moved.amountFen());
                } else if (entry.date().isBefore(date)) {
                    beforeFen = Math.addExact(beforeFen, signedFen);
                }
            }
        }
    }

    private void compare(ClearEntry entry, int leg, boolean isIn, long amountFen) throws Flawed {
        var id = entry.id().split(" ", 2)[0];
        var moved = new Row(shard + "-" + entry.height() + "-" + leg, id, entry.type(), isIn, amountFen, 0);
        var row = bill.next()
                .orElseThrow(() -> new Flawed(Flaw.Kind.MISSING_ROW, "The bill does not tell " + moved.movement()));
        if (!row.movement().equals(moved.movement())) {
            throw new Flawed(
                    row.entryId().equals(moved.entryId()) ? Flaw.Kind.ROW : Flaw.Kind.MISSING_ROW,
                    "The ledger has moved " + moved.movement() + ", the bill tells " + row.movement());
        }
        long signedFen = isIn ? amountFen : -amountFen;
        if (first.isEmpty()) {
            first = Optional.of(row);
            balanceFen = Math.subtractExact(row.balanceFen(), signedFen);
            counted = new Summary(0, 0, 0, 0, balanceFen, balanceFen);
        }
        balanceFen = Math.addExact(balanceFen, signedFen);
        if (row.balanceFen() != balanceFen) {
            throw new Flawed(
                    Flaw.Kind.BALANCE,
                    "After " + row.movement() + " the balance is " + balanceFen + " fen, the bill says "
                            + row.balanceFen());
        }
        count(isIn, amountFen);
        rows++;
    }

    private void count(boolean isIn, long amountFen) {
        counted = new Summary(
                counted.ins() + (isIn ? 1 : 0),
                Math.addExact(counted.inFen(), isIn ? amountFen : 0),
                counted.outs() + (isIn ? 0 : 1),
                Math.addExact(counted.outFen(), isIn ? 0 : amountFen),
                counted.openingFen(),
                balanceFen);
    }

    private void checkCoverage() throws Flawed {
        if (!earlierSeen && !blocks.beginAtTheBeginning()) {
            throw new Flawed(Flaw.Kind.COVERAGE, "The blocks begin within the day: there may be earlier movements");
        }
        if (!laterSeen) {
            throw new Flawed(
                    Flaw.Kind.COVERAGE, "The blocks end within the day: no entry of a later day shows that it is over");
        }
    }

    private void checkSummary(Summary said) throws Flawed {
        var right = rows == 0 ? new Summary(0, 0, 0, 0, said.openingFen(), said.openingFen()) : counted;
        if (!said.equals(right)) {
            throw new Flawed(Flaw.Kind.SUMMARY, "The rows sum to " + right + ", the bill says " + said);
        }
        if (blocks.beginAtTheBeginning() && said.openingFen() != beforeFen) {
            throw new Flawed(
                    Flaw.Kind.BALANCE,
                    "All entries before the day leave " + beforeFen + " fen, the bill opens with " + said.openingFen());
        }
    }

    private List<String> told() {
        var said = bill.summary();
        var lines = new ArrayList<String>();
        lines.add(rows + " movements of " + address + " on " + date + ", all that the ledger has, in its order");
        lines.add("opening " + said.openingFen() + " + in " + said.inFen() + " - out " + said.outFen() + " = closing "
                + said.closingFen() + " fen");
        lines.add(
                blocks.beginAtTheBeginning()
                        ? "The opening balance is what all earlier entries leave"
                        : "The opening balance follows from the first movement; blocks from the first one on would prove it");
        lines.add(blocks.checkpointsMet() + " published checkpoints stand among the blocks"
                + blocks.last()
                        .map(header -> ", the last of which is " + header.number())
                        .orElse(""));
        return List.copyOf(lines);
    }
}

package cn.jiaozi.wallet.purse;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.WalletParty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A chip that pays for a wallet.
///
/// @param party     owner of the wallet
/// @param issuedBy  the caller who asked for it, with an id of its own choice
/// @param endedAt   since when nothing more can be paid with it: lost, revoked or retired
/// @param revokedIn number of the first revocation list that has it
/// @param version   of what others keep a copy of
public record Purse(
        String purseId,
        String walletId,
        String party,
        String operator,
        String branchCode,
        Carrier carrier,
        PurseState state,
        String issuedBy,
        String issueId,
        Instant issuedAt,
        Optional<Instant> lostAt,
        Optional<Instant> endedAt,
        Optional<Integer> revokedIn,
        long version) {
    public static final String PATTERN = "P[0-9A-Z]{15}";

    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int RANDOM_LETTERS = 15;

    /// Tells neither whose it is nor who came after whom.
    static String number(RandomGenerator random) {
        var number = new StringBuilder("P");
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            number.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return number.toString();
    }

    public boolean isActive() {
        return state == PurseState.ACTIVE;
    }

    /// Whether it is this caller's to use: its owner's, or a clerk's in somebody's name.
    public boolean isFor(Caller caller) {
        return caller.is(Role.OPERATOR) || (caller.is(Role.CUSTOMER) && party.equals(caller.party()));
    }

    /// After a move; the same for a repeat, empty where the move is not legal.
    Optional<Purse> moved(PurseMove move, Instant now) {
        return move.from(state).map(next -> next == state ? this : in(next, now));
    }

    /// With another certificate, which its copies must hear of.
    Purse renewed() {
        return new Purse(
                purseId,
                walletId,
                party,
                operator,
                branchCode,
                carrier,
                state,
                issuedBy,
                issueId,
                issuedAt,
                lostAt,
                endedAt,
                revokedIn,
                version + 1);
    }

    PurseFact.Purse fact(List<PurseCertificate> certificates) {
        return new PurseFact.Purse(
                purseId,
                new WalletParty(walletId, operator),
                party,
                branchCode,
                state,
                certificates.stream().map(PurseCertificate::fact).toList(),
                revokedIn,
                lostAt,
                version);
    }

    private Purse in(PurseState next, Instant now) {
        boolean ends =
                switch (next) {
                    case LOST, REVOKED, RETIRED -> true;
                    case ACTIVE, BLOCKED -> false;
                };
        return new Purse(
                purseId,
                walletId,
                party,
                operator,
                branchCode,
                carrier,
                next,
                issuedBy,
                issueId,
                issuedAt,
                next == PurseState.LOST ? Optional.of(now) : lostAt,
                ends ? endedAt.or(() -> Optional.of(now)) : endedAt,
                revokedIn,
                version + 1);
    }
}

package cn.jiaozi.payment.purse;

import cn.jiaozi.contracts.PurseFact;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Some purses, loads and revocation lists, by their keys.
///
/// @param newestList number of the newest revocation list that we have heard of; zero for none
public record PurseCopies(Map<String, PurseFact> byKey, int newestList) {
    public Optional<PurseFact.Purse> purse(String purseId) {
        return byKey.get(purseId) instanceof PurseFact.Purse purse ? Optional.of(purse) : Optional.empty();
    }

    public Optional<PurseFact.Load> load(String purseId, int number) {
        return byKey.get(PurseFact.Load.key(purseId, number)) instanceof PurseFact.Load load
                ? Optional.of(load)
                : Optional.empty();
    }

    /// When it was published.
    public Optional<Instant> list(int number) {
        return byKey.get(PurseFact.RevocationList.key(number)) instanceof PurseFact.RevocationList list
                ? Optional.of(list.at())
                : Optional.empty();
    }
}

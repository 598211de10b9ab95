package cn.jiaozi.merchant.reconciliation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// Which items are asked for; what is empty does not matter.
record ItemFilter(
        Optional<LocalDate> date, Optional<Mark> mark, Optional<Item.State> state, Optional<Instant> openedBefore) {}

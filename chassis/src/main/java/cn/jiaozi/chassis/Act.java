package cn.jiaozi.chassis;

import com.fasterxml.jackson.annotation.JsonIgnore;

/// Something that a caller asked for under an id of its own and that ends some time later.
public interface Act {
    /// The key under which its end is announced to waiting callers: its business id.
    @JsonIgnore
    String actKey();

    @JsonIgnore
    boolean finished();
}

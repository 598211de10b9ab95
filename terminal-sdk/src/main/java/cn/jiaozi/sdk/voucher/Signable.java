package cn.jiaozi.sdk.voucher;

/// A message that is signed as it is written. The first value of each says which kind it is, so that no
/// signature over one can be taken for one over another.
public interface Signable {
    byte[] encoded();
}

/// A bank's core system with books of its own, played by one process: it moves deposit money, verifies people, and can
/// be made slow, lossy and late. It shares no code with the services, so that it can disagree with them.
@NullMarked
package cn.jiaozi.local.core;

import org.jspecify.annotations.NullMarked;

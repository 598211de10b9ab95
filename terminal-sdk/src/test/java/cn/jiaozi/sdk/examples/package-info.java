/// The examples of docs/terminal-sdk.md, compiled and run.
@NullMarked
package cn.jiaozi.sdk.examples;

import org.jspecify.annotations.NullMarked;

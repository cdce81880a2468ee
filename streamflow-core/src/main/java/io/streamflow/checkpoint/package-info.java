/**
 * What a checkpoint consists of, and the decisions around it: values and pure functions. The
 * runtime acts on them.
 */
@NullMarked
package io.streamflow.checkpoint;

import org.jspecify.annotations.NullMarked;

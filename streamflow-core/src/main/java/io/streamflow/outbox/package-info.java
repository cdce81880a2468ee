/**
 * The outboxes of sinks: output that is stored with a checkpoint and delivered after it, by one
 * relay per sink. Without checkpoints it is delivered straight away.
 */
@NullMarked
package io.streamflow.outbox;

import org.jspecify.annotations.NullMarked;

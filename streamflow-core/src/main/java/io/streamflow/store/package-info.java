/**
 * Durable state: a directory with one LMDB file, in which a checkpoint is one transaction. A {@link
 * io.streamflow.store.StateStore} owns the directory; {@link io.streamflow.store.StoreReader} reads
 * one that nobody owns. Nothing here knows what keys, values and manifest mean.
 */
@NullMarked
package io.streamflow.store;

import org.jspecify.annotations.NullMarked;

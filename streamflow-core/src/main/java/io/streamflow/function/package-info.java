/**
 * The functions a user writes. All are serializable, so that a plan can later be shipped to another
 * process; within one process nothing is ever serialized.
 */
@NullMarked
package io.streamflow.function;

import org.jspecify.annotations.NullMarked;

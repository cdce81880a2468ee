/** Example applications: each class is one, and shows one use of StreamFlow from end to end. */
@NullMarked
package io.streamflow.examples;

import org.jspecify.annotations.NullMarked;

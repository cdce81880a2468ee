/** What the compiler left of generic types: in lambdas, in classes and in their signatures. */
@NullMarked
package io.streamflow.types;

import org.jspecify.annotations.NullMarked;

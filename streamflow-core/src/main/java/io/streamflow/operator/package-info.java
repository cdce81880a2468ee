/**
 * What a stage is made of: small operators that call each other directly.
 *
 * <p>The operators are templates. For each pipeline their class bytes are defined anew as hidden
 * classes, one per step, so that the JIT sees a class of its own for every step, trusts its final
 * fields, and compiles a whole chain into one loop (see {@link io.streamflow.operator.Templates}).
 * Therefore a template
 *
 * <ul>
 *   <li>has one constructor, and a {@code static Operator make(Arguments)} that calls it (see
 *       {@link io.streamflow.operator.Arguments});
 *   <li>is immutable: what changes lives in the {@link io.streamflow.operator.TaskContext} of the
 *       subtask, in slots;
 *   <li>mentions its own class only in {@code new}, has no lambda that captures {@code this}, and
 *       is no record: such names would mean the original class, not the copy;
 *   <li>touches no private member of a class nested in it: the copy is not that class's nest mate;
 *   <li>where it is on the hot path, calls the next step through a constant of its class, if it is
 *       a copy (see {@link io.streamflow.operator.Templates#constant});
 *   <li>where it hands on at most one item for each, is an {@link
 *       io.streamflow.operator.InlineOperator}, whose parts are small enough for the JIT to inline;
 *   <li>calls on the hot path nothing that is shared with other steps and makes a virtual call.
 * </ul>
 */
@NullMarked
package io.streamflow.operator;

import org.jspecify.annotations.NullMarked;

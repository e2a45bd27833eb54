package io.filterport.verify.architecture.bad.attic;

/** A room that nobody has given a floor. */
public class NoFloor {}

package io.filterport.verify.architecture.bad.cli;

import io.filterport.verify.architecture.bad.attic.NoFloor;

class UsesAttic extends NoFloor {}

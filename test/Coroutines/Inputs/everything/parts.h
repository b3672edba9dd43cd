// The parts of the program, each in a source file of its own.
#ifndef PAWL_TEST_EVERYTHING_PARTS_H
#define PAWL_TEST_EVERYTHING_PARTS_H

void sequences();
void parsers();
void services();

#endif

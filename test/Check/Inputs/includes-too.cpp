// Includes it, too.
#include "header.h"

#pragma once
#include "../parts/account.h"
#include "../parts/interest.h"
#include "../parts/nested/log.h"

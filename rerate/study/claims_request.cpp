#include "rerate/study/claims_request.h"

namespace rerate {

ClaimsRequest read_claims(const TomlTable& table) { return {table.place()}; }

}  // namespace rerate

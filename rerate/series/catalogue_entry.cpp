#include "rerate/series/catalogue_entry.h"

namespace rerate {

std::string_view to_string(Grade grade) {
  switch (grade) {
    case Grade::vintage: return "vintage";
    case Grade::release_lag: return "first release + lag";
    case Grade::none: return "none";
  }
  return "none";
}

}  // namespace rerate

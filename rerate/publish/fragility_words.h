#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rerate/publish/figure_text.h"
#include "rerate/study/results.h"

namespace rerate {

// What a number's fragility says, in words for people. `unit` and `told` as of the number itself.

// "10 to 24 · 63 definitions · same sign 94%"; without the last part for a number that has no side.
std::string fragility_badge(const NumberFragility& fragility, std::string_view unit, Told told);

// "10 to 24 over 63 definitions, same sign 94%"
std::string fragility_sentence(const NumberFragility& fragility, std::string_view unit, Told told);

// The figures one by one: label and text. What is not available is left out.
std::vector<Fact> fragility_facts(const NumberFragility& fragility, std::string_view unit, Told told);

// All definitions give figures that read the same: a picture of their spread would show what is not there.
bool reads_as_one(const NumberFragility& fragility, std::string_view unit, Told told);

// What a picture of it shows, for who cannot see it.
std::string fragility_alternative(const NumberFragility& fragility, double value, std::string_view unit,
                                  Told told);

// How many definitions of how many there are were run, and what looking more than once costs.
std::vector<Fact> multiverse_facts(const SectionMultiverse& multiverse);

}  // namespace rerate

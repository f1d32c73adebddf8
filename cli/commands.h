#pragma once

#include <CLI/CLI.hpp>

namespace rerate::cli {

// Each adds one command to the program; its work is the command's callback.
void add_run(CLI::App& program);
void add_check(CLI::App& program);
void add_eval(CLI::App& program);
void add_fair_value(CLI::App& program);
void add_rotate(CLI::App& program);
void add_claim(CLI::App& program);
void add_multiverse(CLI::App& program);
void add_trials(CLI::App& program);
void add_data(CLI::App& program);
void add_help(CLI::App& program);

}  // namespace rerate::cli

return await Turnout.Verbs.Create().Parse(args).InvokeAsync();
